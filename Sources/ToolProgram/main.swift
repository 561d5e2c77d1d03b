import CommandLineTool
import Foundation

// The command `divergences`.
exit(Tool.run(Array(CommandLine.arguments.dropFirst()), on: .standard))
