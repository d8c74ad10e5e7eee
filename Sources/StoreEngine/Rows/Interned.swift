/// Gives equal texts one value, made once, for columns with few different texts in many rows.
@usableFromInline
package struct Interned<Value> {
  @usableFromInline let make: (UnsafeBufferPointer<UInt8>) -> Value
  /// The first few: looked through one by one, which costs less than a hash.
  @usableFromInline var first: [(text: [UInt8], value: Value)] = []
  @usableFromInline var known: [[UInt8]: Value] = [:]

  /// Takes what makes a value of a text that was not met before.
  @inlinable
  package init(_ make: @escaping (UnsafeBufferPointer<UInt8>) -> Value) { self.make = make }

  /// The value of a text, the same one for equal texts.
  @inlinable
  package mutating func value(of text: UnsafeBufferPointer<UInt8>) -> Value {
    for index in first.indices where first[index].text.count == text.count {
      if text.elementsEqual(first[index].text) { return first[index].value }
    }
    let key = Array(text)
    if let value = known[key] { return value }
    let value = make(text)
    // So many different ones are no such column.
    if first.count < 8 {
      first.append((key, value))
    } else if known.count < 4096 {
      known[key] = value
    }
    return value
  }
}
