/// Gives equal texts one value, made once, for columns with few different texts in many rows.
package struct Interned<Value> {
  private let make: (UnsafeBufferPointer<UInt8>) -> Value
  private var last: (text: [UInt8], value: Value)?
  private var known: [[UInt8]: Value] = [:]

  package init(_ make: @escaping (UnsafeBufferPointer<UInt8>) -> Value) { self.make = make }

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
