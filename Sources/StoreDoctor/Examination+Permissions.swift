import Glibc
import SessionStore
import StoreEngine
import SystemErrors

extension Examination {
  /// Who can reach the file and what belongs to it, and who can replace it in its folder.
  func permissions() -> Finding {
    guard let file = StoreOwners.facts(path), let resolved = realpath(path, nil) else {
      return .problem(
        "permissions", "can't be checked: \(SystemError.text())",
        "check whether the file is there")
    }
    let real = String(cString: resolved)
    free(resolved)
    var faults: [(fault: String, remedy: String)] = []
    if file.st_mode & 0o077 != 0 {
      faults.append(("0\(Self.octal(file)): others can access it", "run 'chmod 600 \(path)'"))
    }
    for folder in Set([StoreFile.folder(of: path), StoreFile.folder(of: real)]).sorted() {
      guard let around = StoreOwners.facts(folder), StoreOwners.canBeReplaced(in: around) else { continue }
      faults.append(
        ("others can replace it in its folder, which is 0\(Self.octal(around))", "run 'chmod go-w \(folder)'")
      )
    }
    faults += StoreCompanions.present(beside: real).compactMap { StoreOwners.fault(companion: $0, of: file) }
    return faults.isEmpty
      ? .ok("permissions", "0\(Self.octal(file)), for its owner only")
      : .problem(
        "permissions", faults.map(\.fault).joined(separator: "; "),
        .words(faults.map(\.remedy).joined(separator: "; ")))
  }

  private static func octal(_ facts: stat) -> String { String(facts.st_mode & 0o777, radix: 8) }
}
