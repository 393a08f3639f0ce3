@NullMarked
package io.tradinghub.sim.key;

import org.jspecify.annotations.NullMarked;
