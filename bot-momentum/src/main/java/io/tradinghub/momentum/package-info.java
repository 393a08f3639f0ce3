/// Trend following: [io.tradinghub.momentum.MomentumBot] decides, [io.tradinghub.momentum.MomentumSettings] says with
/// which parameters.
@NullMarked
package io.tradinghub.momentum;

import org.jspecify.annotations.NullMarked;
