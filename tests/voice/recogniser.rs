//! An ear: finds words in a sound by correlating it with every clip, without knowing how calls are put together.

use antre::domain::Language;
use antre::voice::Recording;
use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// A word is heard where the sound is like its clip: 1 is the same, softer or louder.
const SURE: f32 = 0.95;
/// Worth a closer look. The first look sees only every fourth sample, so it misses a little.
const LIKELY: f32 = 0.75;
const COARSE: usize = 4;

/// The words that somebody knows.
pub struct Ear(Vec<(String, Vec<f32>)>);

impl Ear {
    /// The clips that the program carries, read from their files.
    pub fn shipped(language: Language) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/voice").join(language.code());
        Self::of(&folder)
    }

    /// The clips of a folder.
    pub fn of(folder: &Path) -> Self {
        let mut words = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "wav") {
                // The same word, whether something follows ("digit-3") or nothing does ("digit-3.end").
                let stem = path.file_stem().unwrap().to_str().unwrap();
                let name = stem.strip_suffix(".end").unwrap_or(stem).to_owned();
                words.push((name, Recording::read(&fs::read(&path).unwrap()).unwrap().samples));
            }
        }
        Self(words)
    }
}

/// The names of the clips that are heard, in their order.
pub fn heard_in(sound: &[f32], Ear(words): &Ear) -> Vec<String> {
    let coarse_sound = Correlation::with(&coarse(sound));
    let mut found: Vec<(f32, usize, usize, &str)> = Vec::new();
    for (name, clip) in words {
        for place in coarse_sound.likely_places(&coarse(clip)) {
            let (likeness, start) = look_closer(sound, clip, place * COARSE);
            if likeness > SURE {
                found.push((likeness, start, start + clip.len(), name));
            }
        }
    }
    // Of two words at the same place the better one is meant.
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut heard: Vec<(usize, usize, &str)> = Vec::new();
    for (_, start, end, name) in found {
        if heard.iter().all(|(from, to, _)| end <= *from || start >= *to) {
            heard.push((start, end, name));
        }
    }
    heard.sort_unstable();
    heard.into_iter().map(|(_, _, name)| name.to_owned()).collect()
}

/// Every fourth sample, each the mean of its neighbours.
fn coarse(samples: &[f32]) -> Vec<f32> {
    samples.chunks_exact(COARSE).map(|c| c.iter().sum::<f32>() / COARSE as f32).collect()
}

fn energy(samples: &[f32]) -> f32 {
    samples.iter().map(|sample| sample * sample).sum()
}

/// How alike two sounds of the same length are.
fn likeness(sound: &[f32], clip: &[f32]) -> f32 {
    let product: f32 = sound.iter().zip(clip).map(|(a, b)| a * b).sum();
    product / (energy(sound) * energy(clip)).sqrt().max(1e-9)
}

/// The best place near `about`, with every sample.
fn look_closer(sound: &[f32], clip: &[f32], about: usize) -> (f32, usize) {
    let places = about.saturating_sub(2 * COARSE)..about + 2 * COARSE;
    let inside = places.filter(|start| start + clip.len() <= sound.len());
    inside
        .map(|start| (likeness(&sound[start..start + clip.len()], clip), start))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .unwrap_or((0.0, about))
}

/// A sound that many clips are compared with, at every place at once.
struct Correlation {
    there: Arc<dyn RealToComplex<f32>>,
    back: Arc<dyn ComplexToReal<f32>>,
    spectrum: Vec<Complex<f32>>,
    /// The energy of all samples before each.
    energy_before: Vec<f64>,
}

impl Correlation {
    fn with(sound: &[f32]) -> Self {
        // Places at which the clip fits wrap around nothing, so nothing is added to the sound's own length.
        let size = sound.len().next_power_of_two();
        let mut plan = RealFftPlanner::<f32>::new();
        let (there, back) = (plan.plan_fft_forward(size), plan.plan_fft_inverse(size));
        let mut energy_before = vec![0.0];
        energy_before.extend(sound.iter().scan(0.0, |sum, sample| {
            *sum += f64::from(*sample).powi(2);
            Some(*sum)
        }));
        let spectrum = spectrum(&there, sound);
        Self { there, back, spectrum, energy_before }
    }

    /// Where the clip may be: likely places that are better than their neighbours.
    fn likely_places(&self, clip: &[f32]) -> Vec<usize> {
        if clip.len() >= self.energy_before.len() {
            return Vec::new();
        }
        let mut product = spectrum(&self.there, clip);
        for (clip, sound) in product.iter_mut().zip(&self.spectrum) {
            *clip = sound * clip.conj();
        }
        let mut sums = self.back.make_output_vec();
        // The first and the last bin of a real sound are real; rounding may say otherwise.
        product[0].im = 0.0;
        let last = product.len() - 1;
        product[last].im = 0.0;
        self.back.process(&mut product, &mut sums).unwrap();
        let clip_energy = f64::from(energy(clip));
        let places = self.energy_before.len() - 1 - clip.len();
        let like: Vec<f32> = (0..=places)
            .map(|at| {
                let here = self.energy_before[at + clip.len()] - self.energy_before[at];
                let scale = (here * clip_energy).sqrt().max(1e-6) * sums.len() as f64;
                (f64::from(sums[at]) / scale) as f32
            })
            .collect();
        let peak = |at: &usize| {
            let around = &like[at.saturating_sub(1)..(at + 2).min(like.len())];
            like[*at] > LIKELY && around.iter().all(|other| *other <= like[*at])
        };
        (0..like.len()).filter(peak).collect()
    }
}

fn spectrum(plan: &Arc<dyn RealToComplex<f32>>, sound: &[f32]) -> Vec<Complex<f32>> {
    let mut input = plan.make_input_vec();
    input[..sound.len()].copy_from_slice(sound);
    let mut output = plan.make_output_vec();
    plan.process(&mut input, &mut output).unwrap();
    output
}
