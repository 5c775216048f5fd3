/** Opens the object stores that settings name, and chooses among them. */
@NullMarked
package org.healthpassport.objects;

import org.jspecify.annotations.NullMarked;
