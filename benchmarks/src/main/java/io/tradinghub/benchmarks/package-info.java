/// Speed and size, measured with one command each; the commands stand in the module's README.
@NullMarked
package io.tradinghub.benchmarks;

import org.jspecify.annotations.NullMarked;
