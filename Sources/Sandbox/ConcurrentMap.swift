import Dispatch
import Synchronization

/// The images of some values, computed on all cores.
func concurrentMap<Value: Sendable, Image: Sendable>(_ values: [Value], _ map: @Sendable (Value) -> Image) -> [Image] {
  let images = Mutex([Image?](repeating: nil, count: values.count))
  DispatchQueue.concurrentPerform(iterations: values.count) { index in
    let image = map(values[index])
    images.withLock { $0[index] = image }
  }
  return images.withLock { $0.compactMap(\.self) }
}
