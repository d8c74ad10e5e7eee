/// Splits an input of any size into records, in memory that does not grow with it.
///
/// Whatever the container: one object a line, values in a row, arrays, `{"tickets": […], "count": 2}`,
/// `{"ticket": {…}}`, or mixtures of them one after the other.
///
///     let reader = JSONRecordReader(collectionKeys: ["tickets"], singularKeys: ["ticket"]) { read(0, $0.baseAddress, $0.count) }
///     while true {
///       switch try reader.next() {
///       case .record(let record): …
///       case .failure(let line, _, let reason, _): …
///       case .end: return
///       }
///     }
public final class JSONRecordReader {
  /// What `next` has found.
  public enum Step {
    /// The next record, in the order of the input.
    case record(JSONRecord)
    /// Something that is no record. If it is recoverable reading goes on behind it, else `.end` follows.
    case failure(line: Int, index: Int?, reason: String, recoverable: Bool)
    /// There are no more.
    case end
  }

  /// A container that is open.
  struct Place {
    enum Container { case array, collection }
    var container: Container
    /// Of an array its key, nil for one at the top.
    var key: String?
    /// Whether the elements of an array are records; if not it is passed over.
    var isDelivered = true
    var nextIndex = 0
    /// Whether a value has just ended, so that a comma or the end must follow.
    var isBehindValue: Bool
  }

  var window: InputWindow
  let keys: EnvelopeKeys
  let recordLimit: Int
  /// How far an object is looked through before a list in it is taken for a collection.
  let lookahead: Int
  var places: [Place] = []
  var own = MemberTable()
  var outer = MemberTable()
  /// What the envelope around the current records says of them: its `url`, its `schema`.
  var surroundings: [String: String] = [:]
  /// Asked of each element of a collection that is no object, such as a tag, with the collection's key: whether it is
  /// all right like that; else it is a failure.
  public var takesValue: ((_ key: String, _ value: JSONSlice) -> Bool)?
  /// Gets the text of what a failure passes over, as far as its end is known, with the key of its collection; of
  /// lines that can't be read it comes in pieces, line ends and all.
  public var passesOver:
    ((_ key: String?, _ text: UnsafeBufferPointer<UInt8>, _ isPiece: Bool) throws -> Void)?
  /// Is told the key of each object that is passed over in a list of an envelope, because nobody knows its key: it may
  /// well be a record.
  public var passesUnnamed: ((_ key: String) -> Void)?
  var isFinished = false
  private var isStarted = false
  /// Whether the next line that starts a value is to be looked for.
  var isSkipping = false

  /// Reads through a closure that fills memory and returns how many bytes it has put there, 0 at the end.
  ///
  /// - Parameters:
  ///   - collectionKeys: the keys of arrays whose elements are records
  ///   - singularKeys: the keys under which a single record is wrapped
  ///   - recordLimit: the largest record in bytes, and so what bounds the memory
  ///   - windowSize: how much is read ahead
  public init(
    collectionKeys: Set<String>, singularKeys: Set<String> = [], recordLimit: Int = 16 << 20,
    windowSize: Int = 1 << 20, read: @escaping (UnsafeMutableRawBufferPointer) throws -> Int
  ) {
    precondition(recordLimit < Int(UInt32.max), "places within a record are kept in 32 bits")
    keys = EnvelopeKeys(collections: collectionKeys, singulars: singularKeys)
    self.recordLimit = recordLimit
    lookahead = windowSize / 4
    window = InputWindow(size: windowSize, maximum: recordLimit + 1, read: read)
  }

  /// Reads bytes that are in memory.
  public convenience init(
    _ bytes: [UInt8], collectionKeys: Set<String>, singularKeys: Set<String> = [],
    recordLimit: Int = 16 << 20,
    windowSize: Int = 1 << 20
  ) {
    var given = 0
    self.init(
      collectionKeys: collectionKeys, singularKeys: singularKeys, recordLimit: recordLimit,
      windowSize: windowSize
    ) { room in
      let count = min(room.count, bytes.count - given)
      room.copyBytes(from: bytes[given..<given + count])
      given += count
      return count
    }
  }

  /// The next record or failure; throws only what the closure throws.
  public func next() throws -> Step {
    if !isStarted {
      let encoding = try window.skipByteOrderMark()
      isStarted = true
      if let encoding { return fail(at: window.position, index: nil, encoding, recoverable: false) }
    }
    while !isFinished {
      if isSkipping {
        guard try window.skipToValueLine({ try passesOver?(nil, $0, true) }) else { break }
        isSkipping = false
      }
      let step =
        switch places.last?.container {
        case nil: try topLevel()
        case .array: try element()
        case .collection: try member()
        }
      if let step { return step }
    }
    isFinished = true
    return .end
  }

  /// Passes over the next record if it stands by itself, in no list, and is written exactly like this text of a record:
  /// for one that was read before, which costs a comparison and no more.
  ///
  /// - Returns: whether it is; if not, `next` reads it
  public func pass(_ text: UnsafeBufferPointer<UInt8>) throws -> Bool {
    guard isStarted, !isFinished, !isSkipping, places.isEmpty, !text.isEmpty, try window.skipSpace() != nil
    else { return false }
    while window.available < text.count, !window.isAtEnd, !window.isFull { try window.fill() }
    guard window.available >= text.count,
      sameBytes(UnsafeBufferPointer(start: window.current, count: text.count), text)
    else { return false }
    window.position += text.count
    return true
  }

  /// A failure that is reported for a byte of the window.
  func fail(at position: Int, index: Int?, _ reason: String, recoverable: Bool) -> Step {
    if !recoverable { isFinished = true }
    let line = window.lineNumber(at: position)
    return .failure(line: line, index: index, reason: reason, recoverable: recoverable)
  }
}
