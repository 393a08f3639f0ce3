/// Pages for a browser that need nothing from elsewhere. Start at [io.tradinghub.backtest.page.Page].
@NullMarked
package io.tradinghub.backtest.page;

import org.jspecify.annotations.NullMarked;
