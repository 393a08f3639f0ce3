/// Serves the public REST API: [io.tradinghub.sim.rest.RestApi] has the routes, the envelope and the rate limits; each
/// endpoint class computes its results.
@NullMarked
package io.tradinghub.sim.rest;

import org.jspecify.annotations.NullMarked;
