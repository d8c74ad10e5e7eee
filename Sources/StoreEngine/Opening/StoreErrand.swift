import Glibc
import SystemErrors

/// Work on a store that goes on over many transactions, such as what is sent elsewhere: only one of a kind at a time.
///
/// It holds a lock on a file beside the store as long as it lives; whoever dies lets go of it.
public final class StoreErrand {
  private let path: String
  private let descriptor: Int32

  /// - Parameters:
  ///   - name: of letters and hyphens: what the file's name ends with
  ///   - what: what is done, for the sentence: `a push`
  /// - Throws: `.busy` where somebody is at it, `.cannotCreate` when the file can't be made.
  public init(_ store: String, _ name: String, _ what: String) throws {
    // Under whichever of its names the store is opened, it is the same errand.
    let real = realpath(store, nil)
    path = "\(real.map { String(cString: $0) } ?? store)-\(name)"
    free(real)
    while true {
      let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard descriptor >= 0 else {
        throw StoreError(.cannotCreate, "cannot create \(path): \(SystemError.text())")
      }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        let reason = errno
        close(descriptor)
        if reason == EINTR { continue }
        throw StoreError(.busy, "\(what) is already working on \(store)")
      }
      // Who held it before may have taken the file away in between.
      var (held, named) = (stat(), stat())
      if fstat(descriptor, &held) == 0, stat(path, &named) == 0, held.st_ino == named.st_ino {
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
  }

  deinit {
    unlink(path)
    close(descriptor)
  }
}
