import CommandLineTool
import Foundation

// The program that `divergences sandbox` becomes: the same command, which serves the page, or writes its copy.
exit(Tool.run(Array(CommandLine.arguments.dropFirst()), on: .standard) { try PageProgram(options: $0, console: .standard).run() })
