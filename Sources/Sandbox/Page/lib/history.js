// What is kept of a run's past, in bounded memory: when there is too much, every second one goes, and from then on fewer are kept.

class Thinned {
  constructor(most) {
    this.most = most;
    this.clear();
  }

  clear() {
    this.items = [];
    this.stride = 1;
    this.seen = 0;
  }

  add(item) {
    if (this.seen % this.stride === 0) this.items.push(item);
    this.seen += 1;
    if (this.items.length > this.most) {
      this.items = this.items.filter((_, index) => index % 2 === 0);
      this.stride *= 2;
    }
  }

  // With the newest at the end, also where it was not kept.
  with(newest) {
    return this.items[this.items.length - 1] === newest ? this.items : [...this.items, newest];
  }
}

const mostFrames = 360;
const mostRows = 900;

// Whole frames, to look at again, and of many more of them the numbers that are drawn over the steps.
class History {
  constructor() {
    this.frames = new Thinned(mostFrames);
    this.rows = new Thinned(mostRows);
  }

  clear() {
    this.frames.clear();
    this.rows.clear();
    this.newest = null;
    this.newestRow = null;
  }

  add(frame) {
    this.newest = frame;
    this.frames.add(frame);
    const { js, gap, discriminator_loss: discriminator, generator_loss: generator } = frame.numbers;
    this.newestRow = {
      step: frame.step, js: Number(js), gap: Number(gap), discriminator: Number(discriminator), generator: Number(generator),
      modes: frame.modes,
    };
    this.rows.add(this.newestRow);
  }
}

export { History };
