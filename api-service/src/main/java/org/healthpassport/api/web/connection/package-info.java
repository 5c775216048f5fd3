/** When a connection ends whose client sends too slowly, does not read its answer, or was refused in the middle. */
@NullMarked
package org.healthpassport.api.web.connection;

import org.jspecify.annotations.NullMarked;
