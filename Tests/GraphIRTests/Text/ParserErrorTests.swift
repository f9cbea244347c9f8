import GraphIR
import Testing

/// Text that is not a graph, and the first line of the error with its place.
struct BadText: Sendable, CustomStringConvertible {
  /// The text, or a part of it.
  let text: String
  /// Line, column and message.
  let error: String

  /// Text that `error` refuses.
  init(_ text: String, _ error: String) {
    self.text = text
    self.error = error
  }

  /// The text.
  var description: String { text }
}

@Suite struct `text that is not a graph` {
  /// Statements inside `graph @g {`, which start on line 3, behind %x : f32[2] on line 2.
  static let statements: [BadText] = [
    BadText("%y = relo(%x) : f32[2]", "3:6: unknown op 'relo', did you mean 'relu'?"),
    BadText("%y = tranpose(%x) : f32[2]", "3:6: unknown op 'tranpose', did you mean 'transpose'?"),
    BadText("%y = frobnicate(%x) : f32[2]", "3:6: unknown op 'frobnicate'"),
    BadText("%y = add(%x, %z) : f32[2]", "3:14: '%z' is not defined before this use"),
    BadText("%y = relu(%y) : f32[2]", "3:11: '%y' is not defined before this use"),
    BadText("%x = relu(%x) : f32[2]", "3:1: '%x' is defined twice"),
    BadText("%y = relu(%x) : f32[3]", "3:17: relu: has result type f32[3], expected f32[2]"),
    BadText("%y = relu(%x) : f64[2]", "3:17: relu: has result type f64[2], expected f32[2]"),
    BadText("%y = relu(%x) : q8[2]", "3:17: found 'q8', expected an element type such as f32"),
    BadText("%y = relu(%x)", "4:1: found '}', expected ':'"),
    BadText("%y = relu(%x : f32[2]", "3:14: found ':', expected ')'"),
    BadText("%y = relu %x : f32[2]", "3:11: found '%x', expected '('"),
    BadText("%y relu(%x) : f32[2]", "3:4: found 'relu', expected '='"),
    BadText("%y = 7 : f32[2]", "3:6: found '7', expected an op"),
    BadText("%y = relu(x) : f32[2]", "3:11: found 'x', expected a value such as %x"),
    BadText("%y = add(%x) : f32[2]", "3:1: add: C1: has 1 operands, expected 2"),
    BadText("%y = input x : f32[2]", "3:12: found 'x', expected a name such as @x"),
    BadText("%y = input @\"x : f32[2]", "3:12: string has no closing quote"),
    BadText("%y = input @x : f32[1.5]", "3:21: found '1.5', expected an integer"),
    BadText("%y = input @x : f32[12abc]", "3:21: '12abc' is not a number"),
    BadText("%y = input @x : f32[-]", "3:21: '-' is not a number"),
    BadText(
      "%y = input @x : f32[-1]",
      "3:17: f32[-1] is not a type: an extent is negative or its size above 2^62"),
    BadText(
      "%y = input @x : f32[0, 9223372036854775807, 9223372036854775807]",
      "3:17: f32[0, 9223372036854775807, 9223372036854775807] is not a type: an extent is negative "
        + "or its size above 2^62"),
    BadText(
      "outptu @y = %x",
      "3:1: found 'outptu', expected a value such as %x, 'output', 'update', "
        + "'prepare' or '}'"),
    BadText("output @y = %z", "3:13: '%z' is not defined before this use"),
    BadText("output y = %x", "3:8: found 'y', expected a name such as @x"),
    BadText("output @y %x", "3:11: found '%x', expected '='"),
    BadText("prepare @p", "3:9: found '@p', expected '{'"),
    BadText("prepare { output @p = %x }", "3:23: '%x' is not defined before this use"),
    BadText(
      "? = %x",
      "3:1: found '?', expected a value such as %x, 'output', 'update', 'prepare' "
        + "or '}'"),
  ]

  /// Attributes and what may follow a type.
  static let details: [BadText] = [
    BadText(
      "%y = reshape(%x) {extent = [2]} : f32[2]",
      "3:6: reshape: unknown attribute 'extent', expected extents"),
    BadText(
      "%y = select(%x, %x, %x) {a = 1} : f32[2]",
      "3:6: select: unknown attribute 'a', expected none"),
    BadText(
      "%y = reshape(%x) {extents = 2} : f32[2]",
      "3:6: reshape: attribute 'extents' is 2, expected a list"),
    BadText(
      "%y = reshape(%x) {extents = [2.5]} : f32[2]",
      "3:6: reshape: attribute 'extents' is 2.5, expected an integer"),
    BadText(
      "%y = concatenate(%x) {axis = true} : f32[2]",
      "3:6: concatenate: attribute 'axis' is true, expected an integer"),
    BadText(
      "%y = arg_reduce(%x) {lastIndex = 1} : f32[2]",
      "3:6: arg_reduce: attribute 'lastIndex' is 1, expected true or false"),
    BadText(
      "%y = leaky_relu(%x) {parameters = [high]} : f32[2]",
      "3:6: pointwise: attribute 'parameters' is high, expected a number"),
    BadText(
      "%y = random() {name = 5} : f32[2]", "3:6: random: attribute 'name' is 5, expected a string"),
    BadText(
      "%y = convolution(%x, %x) {padding = [[1]]} : f32[2]",
      "3:6: convolution: attribute 'padding' has 1 elements, expected more"),
    BadText(
      "%y = reshape(%x) {extents = [2], extents = [2]} : f32[2]",
      "3:34: attribute 'extents' is given twice"),
    BadText(
      "%y = reshape(%x) {extents = } : f32[2]", "3:29: found '}', expected an attribute's value"),
    BadText("%y = reshape(%x) {extents = [2} : f32[2]", "3:31: found '}', expected ']'"),
    BadText("%y = reshape(%x) {2 = 3} : f32[2]", "3:19: found '2', expected an attribute's name"),
    BadText(
      "%y = constant() {value = dense f32[2] [1]} : f32[2]",
      "3:39: 1 elements do not fill f32[2]"),
    BadText(
      "%y = constant() {value = dense f32[1] [one]} : f32[1]", "3:39: one is not a number"),
    BadText(
      "%y = constant() {value = dense i8[2] [0, 128]} : i8[2]", "3:38: 128 does not fit i8"),
    BadText(
      "%y = constant() {value = dense bool[1] [2]} : bool[1]", "3:40: 2 does not fit bool"),
    BadText(
      "%y = constant() {value = dense i8[1] [1.5]} : i8[1]", "3:38: 1.5 is not an integer"),
    BadText(
      "%y = constant() {value = dense f32[20] #00} : f32[20]",
      "3:40: no 'data #00' follows the graph"),
    BadText(
      "%y = reduce(%x) {function = maxx} : f32[2]",
      "3:6: reduce: attribute 'function' is maxx, expected maximum, minimum, product, and, or"),
    BadText(
      "%y = parameter @p {initializer = 5} : f32[2]",
      "3:6: parameter: attribute 'initializer' is 5, expected {…}"),
    BadText(
      "%y = parameter @p {initializer = zeros} : f32[2]",
      "3:6: parameter: attribute 'initializer' is zeros, expected {…}"),
    BadText(
      "%y = parameter @p {initializer = {zeros = {}}} : f32[2]",
      "3:6: parameter: attribute 'initializer' is not one of its cases"),
    BadText(
      "%y = parameter @p {initializer = {constant = {}}} : f32[2]",
      "3:6: parameter: attribute 'initializer.constant.value' is missing"),
    BadText(
      "%y = parameter @p {initializer = {constant = {value = x}}} : f32[2]",
      "3:6: parameter: attribute 'initializer.constant.value' is x, expected a number"),
    BadText(
      "%y = parameter @p {initializer = {constant = {value = 1}, normal = {}}} : f32[2]",
      "3:6: parameter: attribute 'initializer' is not one of its cases"),
    BadText(
      "%y = parameter @p {initialiser = 5} : f32[2]",
      "3:6: parameter: unknown attribute 'initialiser', expected initializer"),
    BadText(
      "%y = iota() {type = f32} : f32[2]", "3:6: iota: attribute 'type' is f32, expected {…}"),
    BadText(
      "%y = iota() {type = {elementType = f32}} : f32[2]",
      "3:6: iota: attribute 'type.extents' is missing"),
    BadText(
      "%y = constant() {value = 5} : f32[2]", "3:6: constant: attribute 'value' is 5, expected {…}"),
    BadText("%y = relu(%x) : f32[2] at", "4:1: found '}', expected a box such as [0:4, 0:8]"),
    BadText("%y = relu(%x) : f32[2] at [2:1]", "3:27: interval 2:1 ends before it starts"),
    BadText("%y = relu(%x) : f32[2] at [0]", "3:29: found ']', expected ':'"),
    BadText(
      "%y = relu(%x) : f32[2] at [0:2] held x",
      "3:38: found 'x', expected a box such as [0:4, 0:8]"),
    BadText(
      "%y = relu(%x) : f32[2] at [0:2] because why",
      "3:41: found 'why', expected a reason in quotes"),
    BadText(
      "%y = relu(%x) : f32[2] loc m.swift:1", "3:28: found 'm.swift', expected a file in quotes"),
    BadText("%y = relu(%x) : f32[2] loc \"m.swift\":x", "3:38: found 'x', expected an integer"),
  ]

  @Test(arguments: statements + details)
  func `has an error with line and column`(_ bad: BadText) {
    expectError("graph @g {\n%x = input @x : f32[2]\n\(bad.text)\n}\n", bad.error)
  }

  @Test(arguments: [
    BadText("", "1:1: found the end of the file, expected 'graph'"),
    BadText("// only a comment", "1:18: found the end of the file, expected 'graph'"),
    BadText("graph g {}", "1:7: found 'g', expected a name such as @x"),
    BadText(
      "graph @g {",
      "1:11: found the end of the file, expected a value such as %x, 'output', "
        + "'update', 'prepare' or '}'"),
    BadText("graph @g {} graph @h {}", "1:13: found 'graph', expected the end of the file"),
    BadText("graph @g mesh [h] {}", "1:17: found ']', expected '='"),
    BadText("graph @g mesh [h = two] {}", "1:20: found 'two', expected an integer"),
    BadText("graph @g mesh [2 = h] {}", "1:16: found '2', expected an axis such as h"),
    BadText("graph @g {}\ndata #00 f32[1] \"AAAA\"", "2:17: data #00 does not hold f32[1]"),
    BadText("graph @g {}\ndata #00 f32[1] AAAA", "2:17: found 'AAAA', expected base64 in quotes"),
    BadText(
      "graph @g {\n%c = constant() {value = dense f32[1] #00} : f32[1]\n}\n"
        + "data #00 f32[2] \"AAAAAAAAAAA=\"",
      "2:39: data #00 is f32[2], expected f32[1]"),
  ])
  func `has an error outside of its statements`(_ bad: BadText) {
    expectError(bad.text, bad.error)
  }

  @Test func `shows where a name was defined first`() {
    do throws(Diagnostic) {
      _ = try Parser.graph(
        "graph @g {\n  %x = input @a : f32[]\n  %x = input @b : f32[]\n}", file: "f")
      Issue.record("was accepted")
    } catch {
      #expect(
        error.description == "f:3:3: error: '%x' is defined twice\nf:2:3: note: first here")
    }
  }

  /// Expects that text is refused with the given line, column and message.
  private func expectError(_ text: String, _ expected: String) {
    do throws(Diagnostic) {
      _ = try Parser.graph(text, file: "f")
      Issue.record("was accepted")
    } catch {
      let (line, column) = (error.site?.line ?? 0, error.site?.column ?? 0)
      #expect("\(line):\(column): \(error.message)" == expected)
    }
  }
}
