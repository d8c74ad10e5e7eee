import GRDB
import Glibc

extension Store {
  /// Opens a store for one look that must leave no trace and keep nobody waiting: nothing is made beside it, nothing
  /// is upgraded, and no lock is taken that a writer would feel.
  ///
  /// What is being written meanwhile may be missed, so this is for suggestions only.
  ///
  /// - Throws: whenever that is not possible
  public static func glance(_ path: String, allowSharedWriting: Bool) throws -> Store {
    let real = try StoreFile.check(path, allowSharedWriting: allowSharedWriting)
    let options = Options(readOnly: true, wait: 0, cacheKiB: 1024, allowSharedWriting: allowSharedWriting)
    let store = Store(path: path, try StoreConnection(FrozenStore.pathForGlance(real), options), options)
    try StoreUpgrade(path: path, queue: store.queue, migrations: Schema.migrations).runIfOlder(readOnly: true)
    return store
  }
}
