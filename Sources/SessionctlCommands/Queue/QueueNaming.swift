import SessionModel
import SessionStore
import Spelling
import StoreEngine

extension Naming {
  /// A custom queue by its id or name, or the standard one.
  func queue(_ word: String) throws -> Queue {
    if word == Queue.standard.id || word == Queue.standard.name { return Queue.standard }
    return try customQueue(word).queue
  }

  /// A custom queue by its id or name.
  func customQueue(_ word: String) throws -> StoredQueue { try customQueue(word, among: reader.queues()) }

  /// The same where many are named, of the custom queues that there are.
  func customQueue(_ word: String, among queues: [StoredQueue]) throws -> StoredQueue {
    let queues = NamedThings(queues, "queue", id: \.queue.id, name: \.queue.name)
    if let queue = try queues.match(word) { return queue }
    if word == Queue.standard.id || word == Queue.standard.name {
      throw Failure.refused(
        "the standard queue always exists and can't be changed; it takes what no custom queue takes")
    }
    throw queues.unknown(word, further: [Queue.standard.name, Queue.standard.id])
  }
}

extension Failure {
  /// Q1
  static let noQueues = Failure.refused(
    "there are no queues: the account's routing mode is messaging, which routes by group; change it with 'sessionctl settings set routing.mode omnichannel'"
  )
}

extension StoreReader {
  /// Q1: whoever names a queue where there are none is told so.
  func requireQueues() throws {
    guard try isOmnichannel() else { throw Failure.noQueues }
  }
}
