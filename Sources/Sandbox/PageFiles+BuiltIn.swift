extension PageFiles {
  /// The files of the folder `Page`, which the build puts into the program. To add one: a line here.
  static let builtIn: [String: File] = Dictionary(
    uniqueKeysWithValues: pages.map { ($0.path, File(type: type(of: $0.path) ?? "", bytes: $0.bytes)) })

  private static let pages: [(path: String, bytes: [UInt8])] = [
    ("/index.html", PackageResources.index_html),
  ]
}
