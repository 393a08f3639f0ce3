/// Whether a back-test of a bot can be believed: three questions that a run cannot answer itself. Start at
/// [io.tradinghub.backtest.check.Question].
@NullMarked
package io.tradinghub.backtest.check;

import org.jspecify.annotations.NullMarked;
