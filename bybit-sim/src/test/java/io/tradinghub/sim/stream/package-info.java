@NullMarked
package io.tradinghub.sim.stream;

import org.jspecify.annotations.NullMarked;
