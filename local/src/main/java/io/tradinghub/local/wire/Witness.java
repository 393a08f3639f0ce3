package io.tradinghub.local.wire;

/// Is told what passes on the lines of one bot, by the thread that passes it on. Nothing passes on that line until it
/// returns.
public interface Witness {

    /// This moment is here. True ends the line: nothing more passes on it.
    boolean sees(Moment moment);

    /// An order leaves with this `orderLinkId`.
    void ordered(String orderLinkId);
}
