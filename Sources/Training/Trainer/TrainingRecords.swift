public import Autodiff

/// The records of a training, in the order of their steps. The steps are made when a record is asked for.
///
/// Steps run in the task, or on the thread, that asks. An error ends the sequence: a setting that cannot be used, a
/// density that cannot be sampled, or a training that diverges. A second iteration goes on where the first one stopped.
public final class TrainingRecords<Number: KernelNumber>: AsyncSequence, AsyncIteratorProtocol {
  private let gan: GAN
  private let trainer: Result<Trainer<Number>, any Error>
  private let last: Int
  private let isRecorded: (Int) -> Bool
  private var isAtStart = true

  /// The records of a trainer at the steps that are chosen, from the one that it is at to the last one.
  package init(
    _ gan: GAN, _ trainer: Result<Trainer<Number>, any Error>, last: Int, at isRecorded: @escaping (_ step: Int) -> Bool
  ) {
    (self.gan, self.trainer, self.last, self.isRecorded) = (gan, trainer, last, isRecorded)
  }

  /// The next record; nil after the last step.
  public func next() throws -> TrainingRecord? { try next { _ in true } }

  /// The next record; nil after the last step, or where the condition fails, which is asked between two steps.
  // Called from other modules, generic code would double the time of a short step.
  @_specialize(where Number == Float)
  package func next(while condition: (Trainer<Number>) throws -> Bool) throws -> TrainingRecord? {
    let trainer = try trainer.get()
    if isAtStart {
      isAtStart = false
      if isRecorded(trainer.step) { return TrainingRecord(gan, trainer) }
    }
    while trainer.step < last, try condition(trainer) {
      try trainer.advance()
      if isRecorded(trainer.step) { return TrainingRecord(gan, trainer) }
    }
    return nil
  }

  /// The record of the players as they are, also after a training that has diverged.
  package func record() throws -> TrainingRecord { TrainingRecord(gan, try trainer.get()) }

  /// The records themselves.
  public func makeAsyncIterator() -> TrainingRecords { self }
}
