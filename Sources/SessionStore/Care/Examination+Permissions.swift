import GRDB
import Glibc

extension Examination {
  /// Who can reach the file, and who can replace it in its folder.
  func permissions() -> Finding {
    let folder = StoreFile.folder(of: path)
    guard let file = Self.facts(path), let around = Self.facts(folder) else {
      return Finding("permissions", .problem, "can't be looked at: \(String(cString: strerror(errno)))")
    }
    var faults: [String] = []
    if file.st_mode & 0o077 != 0 {
      faults.append("0\(Self.octal(file)): others can reach it; run 'chmod 600 \(path)'")
    }
    // In a sticky folder such as /tmp nobody can replace another's file.
    if around.st_mode & 0o022 != 0, around.st_mode & S_ISVTX == 0 {
      faults.append(
        "others can replace it in its folder, which is 0\(Self.octal(around)); run 'chmod go-w \(folder)'")
    }
    return faults.isEmpty
      ? Finding("permissions", .ok, "0\(Self.octal(file)), its owner's only")
      : Finding("permissions", .problem, faults.joined(separator: "; "))
  }

  private static func facts(_ path: String) -> stat? {
    var facts = stat()
    return stat(path, &facts) == 0 ? facts : nil
  }

  private static func octal(_ facts: stat) -> String { String(facts.st_mode & 0o777, radix: 8) }
}
