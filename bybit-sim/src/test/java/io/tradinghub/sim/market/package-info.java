@NullMarked
package io.tradinghub.sim.market;

import org.jspecify.annotations.NullMarked;
