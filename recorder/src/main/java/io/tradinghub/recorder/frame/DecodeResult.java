package io.tradinghub.recorder.frame;

/// What became of one frame.
public enum DecodeResult {
    /// The listener heard what was in it.
    UNDERSTOOD,
    /// Well known and of no use here: a ticker without funding, a book with an empty side, a topic nobody asked for.
    IGNORED,
    /// The listener heard a fault.
    BAD
}
