import Glibc
import SessionctlCommands

exit(runSessionctl(.process()).rawValue)
