/** Arithmetic (compute, network, model) and biology (sequence, complex, sampling) of Ribond. */
module org.ribond.engine {
  // Optional at run time: commands that need no vectors start without the incubator module.
  requires static jdk.incubator.vector;
  requires com.fasterxml.jackson.core;

  exports org.ribond.engine.compute;
  exports org.ribond.engine.file;
  exports org.ribond.engine.sequence;
  exports org.ribond.engine.network;
  exports org.ribond.engine.complex;
  exports org.ribond.engine.model;
  exports org.ribond.engine.sampling;
  exports org.ribond.engine.predict;

  uses org.ribond.engine.compute.BackendProvider;

  provides org.ribond.engine.compute.BackendProvider with
      org.ribond.engine.compute.scalar.ScalarBackendProvider,
      org.ribond.engine.compute.vector.VectorBackendProvider;
}
