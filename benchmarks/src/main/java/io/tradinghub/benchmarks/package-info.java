/// Measures speed and size with one command each; the module's README lists the commands.
@NullMarked
package io.tradinghub.benchmarks;

import org.jspecify.annotations.NullMarked;
