/** Complete processes of the service, which share nothing but the store, the broker and the files. */
@NullMarked
package org.healthpassport.api.process;

import org.jspecify.annotations.NullMarked;
