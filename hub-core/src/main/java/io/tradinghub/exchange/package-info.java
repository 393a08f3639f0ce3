/// Where orders go. Start at [Exchange].
@NullMarked
package io.tradinghub.exchange;

import org.jspecify.annotations.NullMarked;
