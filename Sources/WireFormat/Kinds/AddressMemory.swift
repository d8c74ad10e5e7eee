import JSONText

/// What the address of the last record told: most records of an import have the same but for the id, and taking it apart
/// is a tenth of reading a file again that has nothing new.
final class AddressMemory {
  private var stem: [UInt8] = []
  private var recognition: KindRecognition?

  /// What a record's address tells; nil: it has none of the public API.
  func recognition(of record: JSONRecord) -> KindRecognition? {
    record.member("url")?.withText { url in
      let stem = Self.stem(url)
      if let stem, let recognition, self.stem.withUnsafeBufferPointer({ sameBytes($0, stem) }) {
        return recognition
      }
      guard let address = WireAddress(utf8: url) else { return nil }
      let found = KindRecognition(kind: address.kind, basis: .address(address.collection))
      // Where the number is no id, it is what the address is taken for.
      if let stem, address.id != nil { (self.stem, recognition) = (Array(stem), found) }
      return found
    } ?? nil
  }

  /// The address up to the number that it ends with; nil where it ends with something else.
  private static func stem(_ url: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
    let end = url.suffix(5).elementsEqual(".json".utf8) ? url.count - 5 : url.count
    let digits = url[..<end].reversed().prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }.count
    guard digits > 0, end > digits, url[end - digits - 1] == UInt8(ascii: "/") else { return nil }
    return UnsafeBufferPointer(rebasing: url[..<(end - digits)])
  }
}
