import JSONText
import SessionModel

/// What the log keeps of managed things, as the JSON of one column. Documents stand in it word for word.
enum LoggedChanges {
  /// `[{"kind":"trigger","id":"1","name":"…","before":{…},"after":null,"beside":{…}}]`; nil where nothing was done.
  static func text(_ changes: [ManagedChange]) -> String? {
    if changes.isEmpty { return nil }
    var text = Array("[".utf8)
    for (index, change) in changes.enumerated() {
      if index > 0 { text += ",".utf8 }
      text += #"{"kind":"#.utf8
      JSONWriter.append(change.thing.noun, to: &text)
      text += #","id":"#.utf8
      JSONWriter.append(change.thing.id, to: &text)
      text += #","name":"#.utf8
      JSONWriter.append(change.thing.name, to: &text)
      for (key, document) in [("before", change.before), ("after", change.after), ("beside", change.beside)] {
        guard let document = document ?? (key == "beside" ? nil : Array("null".utf8)) else { continue }
        text += #","\#(key)":"#.utf8
        text += document
      }
      text += "}".utf8
    }
    return String(decoding: text + "]".utf8, as: UTF8.self)
  }

  /// The same, read; what is no such list is none of ours.
  static func changes(_ text: [UInt8]) throws(JSONError) -> [ManagedChange] {
    // Only objects are scanned in place.
    let record = try RecordIndex().scan(Array(#"{"changes":"#.utf8) + text + "}".utf8)
    var changes: [ManagedChange] = []
    record.member("changes")?.forEachElement { element in
      func document(_ key: StaticString) -> [UInt8]? {
        element.member(key).flatMap { $0.isNull ? nil : Array($0.bytes) }
      }
      guard let kind = element.member("kind")?.string(), let id = element.member("id")?.string(),
        let name = element.member("name")?.string()
      else { return }
      changes.append(
        ManagedChange(
          ManagedThing(kind, id: id, name: name), before: document("before"), after: document("after"),
          beside: document("beside")))
    }
    return changes
  }
}
