/// A window on numbers that somebody else owns: some columns of a tile of rows, each column consecutive in memory.
///
/// Number j of row r lies at `base[j·stride + r]`. Rows are the vector lanes of the kernels, so that a layer of any
/// width runs without remainder; a matrix is one column of consecutive numbers, row by row.
@safe public struct Tile<Number> {
  let base: UnsafeMutablePointer<Number>
  /// How many columns.
  public let width: Int
  /// How far apart columns are; beyond the rows in use, a column may hold anything.
  let stride: Int

  init(base: UnsafeMutablePointer<Number>, width: Int, stride: Int) {
    unsafe self.base = base
    self.width = width
    self.stride = stride
  }

  /// Number `column` of row `row`.
  public subscript(row: Int, column: Int) -> Number {
    get {
      check(row, column)
      return unsafe base[column * stride + row]
    }
    nonmutating set {
      check(row, column)
      unsafe base[column * stride + row] = newValue
    }
  }

  private func check(_ row: Int, _ column: Int) {
    precondition(row >= 0 && row < stride && column >= 0 && column < width, "outside the tile")
  }

  func column(_ column: Int) -> Tile { unsafe Tile(base: base + column * stride, width: 1, stride: stride) }
}

/// Numbers in one piece of memory, on a cache line's boundary, that plans read and optimisers write.
@safe public final class Storage<Number: KernelNumber> {
  let base: UnsafeMutablePointer<Number>
  /// How many numbers.
  public let count: Int

  /// Zeros.
  public init(count: Int) {
    // A kernel may read and write a whole vector at the end.
    let capacity = count + Plan<Number>.rowAlignment
    let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity * MemoryLayout<Number>.stride, alignment: 64)
    unsafe base = memory.bindMemory(to: Number.self, capacity: capacity)
    unsafe base.initialize(repeating: 0, count: capacity)
    self.count = count
  }

  /// A copy of these numbers.
  public convenience init(_ values: some Collection<Number>) {
    self.init(count: values.count)
    for (index, value) in values.enumerated() { unsafe base[index] = value }
  }

  deinit { unsafe UnsafeMutableRawPointer(base).deallocate() }

  /// The number at a place from 0 up to `count`; anything else is a fault of the caller and stops the program.
  public subscript(index: Int) -> Number {
    get {
      precondition(index >= 0 && index < count, "outside the storage")
      return unsafe base[index]
    }
    set {
      precondition(index >= 0 && index < count, "outside the storage")
      unsafe base[index] = newValue
    }
  }

  /// The numbers as an array; setting it needs the same count.
  public var values: [Number] {
    get { unsafe Array(UnsafeBufferPointer(start: base, count: count)) }
    set {
      precondition(newValue.count == count, "the storage has \(count) numbers, not \(newValue.count)")
      for (index, value) in newValue.enumerated() { unsafe base[index] = value }
    }
  }
}

extension Storage {
  func clear() { unsafe base.update(repeating: 0, count: count) }

  func copy(_ other: Storage) { unsafe base.update(from: other.base, count: count) }

  func copy(_ other: Storage, from range: Range<Int>) { unsafe base.update(from: other.base + range.lowerBound, count: range.count) }

  func copy(_ tile: Tile<Number>, count: Int, at offset: Int) { unsafe (base + offset).update(from: tile.base, count: count) }

  func add(_ other: Storage) {
    let (x, y) = unsafe (Tile(base: base, width: 1, stride: count), Tile(base: other.base, width: 1, stride: count))
    Number.add(x, y, into: x, rows: count)
  }
}
