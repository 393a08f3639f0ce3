/// What a strategy is and says: it sees candles, quotes and its account, and answers with the exposure it wants. Start
/// at [Bot].
@NullMarked
package io.tradinghub.bot;

import org.jspecify.annotations.NullMarked;
