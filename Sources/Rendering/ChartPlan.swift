/// Which columns of a table a chart is made of.
public struct ChartPlan: Sendable {
  /// What is drawn; a column of integers, reals or spans.
  public let value: Int
  /// A second number that is never less and belongs to the first, as nine of ten to the median; pages draw it behind.
  public let beyond: Int?
  /// What that number is, in words.
  public let beyondName: String
  /// What the number is, in words: `ended`, `median (h)`.
  public let valueName: String
  /// The column of the buckets in time, where there is one: each series then is a line of its own.
  public let time: Int?
  /// What a bucket is: `day`.
  public let bucketName: String
  /// The other columns that tell rows apart, in the order in which they are read.
  public let labels: [Int]

  /// Takes places among the schema's columns, counted from 0.
  public init(
    value: Int, valueName: String, beyond: Int? = nil, beyondName: String = "", time: Int? = nil,
    bucketName: String = "",
    labels: [Int]
  ) {
    self.value = value
    self.beyond = beyond
    self.beyondName = beyondName
    self.valueName = valueName
    self.time = time
    self.bucketName = bucketName
    self.labels = labels
  }
}

extension Cell {
  /// The number to draw; nil for none.
  var magnitude: Double? {
    switch self {
    case .integer(let number), .span(let number): Double(number)
    case .real(let number): number.isFinite ? number : nil
    default: nil
    }
  }
}
