/// How a scan notes what is wrong. None of it is on the hot path.
extension ByteScanner {
  /// Notes a fault that leaves the structure intact; of several the first is kept.
  @inline(never)
  mutating func note(_ place: Bytes, _ reason: String) {
    if fault == nil { fault = Fault(effect: .structureIntact, place: place, reason: reason) }
  }

  /// Ends the scan at a byte that cannot stand there.
  @inline(never)
  mutating func stop(_ place: Bytes, _ reason: String, inside container: String) -> Bytes? {
    if place == end {
      return ended("the document ends inside \(container)")
    }
    // An earlier fault, a quote that was never closed for instance, is likely to be the cause of this one.
    let culprit = fault
    fault = Fault(
      effect: .structureBroken, place: culprit?.place ?? place,
      reason: culprit?.reason ?? (place.pointee == 0 ? "a NUL character" : reason))
    return nil
  }

  /// Ends the scan at the end of the text.
  @inline(never)
  mutating func ended(_ reason: String) -> Bytes? {
    // An escape or a character cut by the end itself has been noted as a fault just before; that says less.
    if let culprit = fault, end - culprit.place > 12 {
      fault = Fault(effect: .textEnded, place: culprit.place, reason: culprit.reason)
    } else {
      fault = Fault(effect: .textEnded, place: end, reason: reason)
    }
    return nil
  }

  @inline(never)
  mutating func tooDeep(_ place: Bytes) -> Bytes? {
    stop(place, "nested deeper than \(JSONLimit.depth) levels", inside: "a value")
  }

  /// The fault as an error, with its offset counted from the start of the text.
  var error: JSONError? {
    fault.map { JSONError(offset: $0.place - start, reason: $0.reason) }
  }
}
