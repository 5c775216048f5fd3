/** What a request brings along for everything that follows from it; travels in the Reactor context. */
@NullMarked
package org.healthpassport.api.request;

import org.jspecify.annotations.NullMarked;
