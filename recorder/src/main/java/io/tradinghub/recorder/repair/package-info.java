/// Finds and fills gaps in the series: live ones before bots see them, historical ones in the store. Start at
/// [io.tradinghub.recorder.repair.SeriesSequencer] and [io.tradinghub.recorder.repair.HistoryScan].
@NullMarked
package io.tradinghub.recorder.repair;

import org.jspecify.annotations.NullMarked;
