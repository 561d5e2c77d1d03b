import CommandLineTool
import Foundation

// The program that `divergences sandbox` becomes: it serves the page, or writes its copy.
exit(Tool.sandbox(Array(CommandLine.arguments.dropFirst()), on: .standard) { try PageProgram(options: $0, console: .standard).run() })
