package io.tradinghub.recorder.frame;

/// The outcome of decoding one frame.
public enum DecodeResult {
    /// The listener received the content.
    DECODED,
    /// A known frame without content for us: a ticker without funding, a book with an empty side, a topic not
    /// subscribed to.
    IGNORED,
    /// The listener received a fault.
    INVALID
}
