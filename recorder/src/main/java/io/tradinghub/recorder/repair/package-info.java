/// Keeps the series free of holes: in order on the way to the bots, complete in the store. Start at
/// [io.tradinghub.recorder.repair.SeriesSequencer] and [io.tradinghub.recorder.repair.HistoryScan].
@NullMarked
package io.tradinghub.recorder.repair;

import org.jspecify.annotations.NullMarked;
