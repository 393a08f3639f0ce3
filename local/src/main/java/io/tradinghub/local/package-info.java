/// The whole hub in one JVM on stores of its own, for `./hub demo`. Start at [io.tradinghub.local.LocalMain].
@NullMarked
package io.tradinghub.local;

import org.jspecify.annotations.NullMarked;
