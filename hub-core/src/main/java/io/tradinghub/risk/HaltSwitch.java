package io.tradinghub.risk;

/// The switch with which a person stops one bot or the whole hub. Any thread may read.
public interface HaltSwitch {

    /// Never throws: a switch that cannot be read is [HaltState#UNREADABLE].
    HaltState read();
}
