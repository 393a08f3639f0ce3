@NullMarked
package io.tradinghub.sim.exchange;

import org.jspecify.annotations.NullMarked;
