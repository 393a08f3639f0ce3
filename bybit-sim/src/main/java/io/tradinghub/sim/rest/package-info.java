/// The public REST half: [io.tradinghub.sim.rest.RestApi] has the routes, the envelope and the limits; the rest answers
/// questions about the market.
@NullMarked
package io.tradinghub.sim.rest;

import org.jspecify.annotations.NullMarked;
