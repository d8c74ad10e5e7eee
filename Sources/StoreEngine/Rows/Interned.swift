/// Gives equal texts one value, made once, for columns with few different texts in many rows.
@usableFromInline
package struct Interned<Value> {
  @usableFromInline let make: (UnsafeBufferPointer<UInt8>) -> Value
  @usableFromInline var last: (text: [UInt8], value: Value)?
  @usableFromInline var known: [[UInt8]: Value] = [:]

  /// Takes what makes a value of a text that was not met before.
  @inlinable
  package init(_ make: @escaping (UnsafeBufferPointer<UInt8>) -> Value) { self.make = make }

  /// The value of a text, the same one for equal texts.
  @inlinable
  package mutating func value(of text: UnsafeBufferPointer<UInt8>) -> Value {
    if let last, text.elementsEqual(last.text) { return last.value }
    let key = Array(text)
    let value = known[key] ?? make(text)
    // So many different ones are no such column.
    if known.count < 4096 { known[key] = value }
    last = (key, value)
    return value
  }
}
