/// Small models that many tests run.
enum Models {
  /// A graph with two inputs, a parameter and two outputs: `scaled` = w · x, `sum` = x + s.
  static let pair = """
    graph @pair {
      %x = input @x : f32[1, 1, 2, 3]
      %s = input @s : f32[1, 1, 2, 3]
      %w = parameter @w {initializer = {constant = {value = 2.0}}} : f32[1, 1, 1, 1]
      %c = convolution(%x, %w) : f32[1, 1, 2, 3]
      %d = add(%x, %s) : f32[1, 1, 2, 3]
      output @scaled = %c
      output @sum = %d
    }

    """

  /// Half the size of a volume, and whether it is above 0.5.
  static let halved = """
    graph @halved {
      %x = input @x : f32[1, 1, 4, 6, 8]
      %y = max_pool(%x) {window = [2, 2, 2], stride = [2, 2, 2]} : f32[1, 1, 2, 3, 4]
      output @half = %y
      output @same = %x
    }

    """

  /// An image as it is.
  static let image = """
    graph @image {
      %x = input @x : f32[1, 3, 2, 2]
      output @y = %x
    }

    """

  /// Integers as they are.
  static let integers = """
    graph @integers {
      %x = input @x : i64[2, 3]
      output @y = %x
    }

    """

  /// Random numbers and a parameter with random initial values.
  static let noise = """
    graph @noise {
      %w = parameter @w {initializer = {normal = {mean = 0.0, deviation = 1.0}}} : f32[8]
      %r = random() {type = {elementType = f32, extents = [8]}, name = r} : f32[8]
      output @weights = %w
      output @random = %r
    }

    """

  /// A model file whose input has extents that a file may replace, with a convolution.
  static let edges = """
    import Frontend

    let model = Model("edges") { model in
      let x = model.input("x", [1, 1, 8, 8])
      let y = x.convolution(2, kernel: 3, padding: .same, name: "conv")
      model.output("y", y.relu())
    }

    """
}
