extension Tensor {
  /// Returns |x| of each element.
  public func abs(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("abs") }
  }

  /// Returns −1, 0 or 1 by the sign of each element.
  public func sign(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("sign") }
  }

  /// Returns the largest integer that is not above of each element.
  public func floor(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("floor") }
  }

  /// Returns the smallest integer that is not below of each element.
  public func ceil(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("ceil") }
  }

  /// Returns the nearest integer, ties to even, of each element.
  public func round(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("round") }
  }

  /// Returns the square of each element.
  public func square(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("square") }
  }

  /// Returns 1 / x of each element.
  public func reciprocal(file: String = #filePath, line: Int = #line, column: Int = #column)
    -> Tensor
  {
    at(file, line, column) { map("reciprocal") }
  }

  /// Returns e to the power of each element.
  public func exp(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("exp") }
  }

  /// Returns exp(x) − 1 of each element.
  public func expm1(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("expm1") }
  }

  /// Returns the natural logarithm of each element.
  public func log(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("log") }
  }

  /// Returns log(1 + x) of each element.
  public func log1p(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("log1p") }
  }

  /// Returns the binary logarithm of each element.
  public func log2(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("log2") }
  }

  /// Returns the square root of each element.
  public func sqrt(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("sqrt") }
  }

  /// Returns 1 / √x of each element.
  public func rsqrt(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("rsqrt") }
  }

  /// Returns the sine of each element.
  public func sin(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("sin") }
  }

  /// Returns the cosine of each element.
  public func cos(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("cos") }
  }

  /// Returns the tangent of each element.
  public func tan(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("tan") }
  }

  /// Returns the inverse sine of each element.
  public func asin(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("asin") }
  }

  /// Returns the inverse cosine of each element.
  public func acos(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("acos") }
  }

  /// Returns the inverse tangent of each element.
  public func atan(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("atan") }
  }

  /// Returns the hyperbolic sine of each element.
  public func sinh(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("sinh") }
  }

  /// Returns the hyperbolic cosine of each element.
  public func cosh(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("cosh") }
  }

  /// Returns the error function of each element.
  public func erf(file: String = #filePath, line: Int = #line, column: Int = #column) -> Tensor {
    at(file, line, column) { map("erf") }
  }
}
