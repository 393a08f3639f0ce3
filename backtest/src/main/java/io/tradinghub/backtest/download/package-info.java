/// `./hub download`. Start at [io.tradinghub.backtest.download.DownloadCommand].
@NullMarked
package io.tradinghub.backtest.download;

import org.jspecify.annotations.NullMarked;
