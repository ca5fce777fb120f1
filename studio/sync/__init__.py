"""Music and cuts brought together: values in, a plan out; what is heard and seen comes as facts."""
