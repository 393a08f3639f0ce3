package io.tradinghub.simulation;

/// How often what goes wrong, each as a share of 0 to 1.
///
/// @param requestLost of requests that never arrive
/// @param answerLost of answers to orders that are lost
/// @param refused of orders that are refused for no reason
/// @param frameLost of frames of a healthy stream that are lost
/// @param frameTwice of frames that come twice
/// @param disturbancesPerDay breaks of stream and requests, kills, ledger outages, clock steps, halts, hands and
///         restores, on average
public record Faults(double requestLost, double answerLost, double refused, double frameLost, double frameTwice,
        double disturbancesPerDay) {
    /// Far worse than any real day.
    public static final Faults HOSTILE = new Faults(0.03, 0.03, 0.02, 0.002, 0.02, 12);
    /// Nothing goes wrong but delays.
    public static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0);
}
