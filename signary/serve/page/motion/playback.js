// Where a show stands: position, speed, pause, steps, a loop; and for motion that still comes, the jitter buffer.

/** Frames that wait to be shown, so that a late chunk is not seen. Grows after a gap, shrinks while all goes well. */
export class JitterBuffer {
  constructor({ least = 6, most = 75 } = {}) {
    Object.assign(this, { least, most });
    this.target = least; // frames
    this.gaps = 0; // times that nothing was left to show though more was to come
    this.finished = true; // nothing more is to come for now
    this.resting = false; // what comes is the idle pose, of which nothing can be missing
    this.waiting = true;
    this.#calm = 0;
  }

  #calm; // seconds without a gap

  /**
   * How fast time passes now: 0 while it fills, a little less or more than 1 to keep near the target.
   *
   * @param {number} ahead frames that are there and not shown
   * @param {number} seconds since the last call
   */
  rate(ahead, seconds) {
    if (this.waiting) {
      if (ahead < (this.finished ? 1e-6 : this.target)) return 0;
      this.waiting = false;
    }
    if (ahead <= 1e-6) {
      this.waiting = true;
      if (!this.finished && !this.resting) {
        this.gaps += 1;
        this.#calm = 0;
        this.target = Math.min(this.most, Math.ceil(this.target * 1.5));
      }
      return 0;
    }
    this.#calm += seconds;
    if (this.#calm > 20) {
      this.#calm = 0;
      this.target = Math.max(this.least, this.target - 1);
    }
    if (this.finished) return 1;
    return ahead < this.target / 2 ? 0.93 : ahead > 2 * this.target ? 1.05 : 1;
  }
}

/** Something that can be shown at a position. @typedef {{first: number, end: number, fps: number}} Show */

export class Playback {
  constructor() {
    /** @type {Show|null} */
    this.show = null;
    this.live = false;
    this.position = 0; // frames
    this.speed = 1;
    this.playing = true;
    this.loop = null; // [from, to) in frames, or null
    this.buffer = new JitterBuffer();
  }

  /** Show something from its beginning, or from its end if more is to come there. */
  open(show, { live = false, loop = null } = {}) {
    Object.assign(this, { show, live, loop });
    this.position = live ? Math.max(show.first, show.end - 1) : (loop?.[0] ?? show.first);
    this.playing = true;
    this.buffer.waiting = true; // nothing is missing before it has begun
  }

  /** Frames that are there and not shown. */
  get ahead() {
    return this.show ? Math.max(0, this.show.end - 1 - this.position) : 0;
  }

  get atEnd() {
    return this.ahead <= 1e-6;
  }

  /** Let time pass. */
  advance(seconds) {
    if (!this.playing || !this.show || this.show.end === this.show.first) return;
    // Nobody wants to see rest in slow motion, and it comes at its own pace.
    const frames = seconds * this.show.fps * (this.live && this.show.resting ? 1 : this.speed);
    if (this.live) {
      this.buffer.resting = this.show.resting;
      const rate = this.buffer.rate(this.ahead, seconds);
      this.position = Math.min(this.position + frames * rate, this.show.end - 1);
      return;
    }
    this.position += frames;
    const [from, to] = this.loop ?? [this.show.first, this.show.end];
    const last = Math.max(from, to - 1);
    if (this.position < last) return;
    if (this.loop) {
      // The last frame of a loop is shown for its time.
      if (this.position >= to) this.position = from;
    } else {
      this.position = last;
      this.playing = false;
    }
  }

  /** Play or pause; what has ended begins again. */
  toggle() {
    if (!this.playing && !this.live && this.atEnd && this.show) this.position = this.loop?.[0] ?? this.show.first;
    this.playing = !this.playing;
  }

  /** Pause and go by whole frames. */
  step(frames) {
    this.playing = false;
    this.seek(Math.round(this.position) + frames);
  }

  /** Go to a position, within what is there. */
  seek(position) {
    if (this.show)
      this.position = Math.min(Math.max(position, this.show.first), Math.max(this.show.first, this.show.end - 1));
  }
}
