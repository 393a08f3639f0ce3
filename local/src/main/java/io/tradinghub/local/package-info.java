/// Runs the whole hub in one JVM with its own stores, for `./hub demo`. Start at [io.tradinghub.local.LocalMain].
@NullMarked
package io.tradinghub.local;

import org.jspecify.annotations.NullMarked;
