import SessionModel
import Synchronization

@testable import SessionStore
@testable import StoreEngine

/// Stores that are made once and copied for each test: making the tables takes longer than most tests do.
enum PreparedStore {
  private static let files = Mutex<[String: [UInt8]]>([:])

  /// Opens a copy of the store of that name, which is made when it is asked for the first time.
  static func open(_ name: String, at path: String, making fill: (StoreWriter) throws -> Void) throws -> Store
  {
    let bytes = try files.withLock { files in
      if let known = files[name] { return known }
      let folder = try Folder()
      let place = folder.path + "/store.db"
      try Store.create(place)
      let store = try Store.open(place)
      try store.write(fill)
      try store.close()
      let bytes = try Files.bytes(place)
      files[name] = bytes
      return bytes
    }
    try Files.write(bytes, to: path)
    Files.change(path, to: 0o600)
    return try Store.open(path)
  }
}
